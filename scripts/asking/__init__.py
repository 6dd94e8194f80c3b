"""Documents asked about: in this process, and by workers in processes of their own."""
