"""Mystery Shopper: the house (ground floor, rooms, corridor, threshold, roof). See docs/design/house.md."""

__version__ = "0.1.0"
