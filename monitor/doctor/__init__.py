"""Room: a look at ourselves. Each check takes what it looks at and returns one `Tick`; nothing is mended
here except a browser that may be installed (`browser.install`)."""
