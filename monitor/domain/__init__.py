"""Ground floor: nouns and judgement. No clock, dice, files, network or SQL."""
