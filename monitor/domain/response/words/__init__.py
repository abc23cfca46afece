"""Ground floor: the words by which letters give away who wrote them, in the languages we meet.

All phrases are in the form `Traits` gives text: lower case, straight apostrophes, single spaces, ё as е.
"""
