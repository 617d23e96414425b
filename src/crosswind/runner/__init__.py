"""The only room that meets plan, store and stages."""
