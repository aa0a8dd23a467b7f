"""The knowledge base: what is answered at the first contact, who answers for it, and until when it holds."""
