"""Files of answers in all formats that people have, one file a format, as the tables that `response_csv` reads.

`formats` is the table of formats; what is no text is read `apart`, in a process with bounds.
"""
