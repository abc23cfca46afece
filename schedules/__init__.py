"""When things happen: slots (pure), courtesy (pure), holidays, and the clockwork that ticks."""
