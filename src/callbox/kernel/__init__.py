"""The gate, the chain and everything that makes the ledger provable."""
