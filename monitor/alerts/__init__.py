"""Room alerts: which stories are told, in what words, and the channels they leave by."""
