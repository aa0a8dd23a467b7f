"""The knowledge base: the page on which articles are found, written and looked at again."""
