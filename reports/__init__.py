"""Reports: values in, text out. Pure."""
