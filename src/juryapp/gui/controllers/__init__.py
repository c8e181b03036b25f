"""What a page may ask for, in terms of the application's services."""
