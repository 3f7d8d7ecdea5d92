"""What people wrote: what names a person, what is blacked out, who reads it when."""
