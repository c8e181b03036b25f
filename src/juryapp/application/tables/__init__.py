"""Tables from outside, once read: which column means what, and what each row says."""
