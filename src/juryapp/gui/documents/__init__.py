"""Files as something that can be looked at: PDF, pictures and texts, from bytes. No widgets."""
