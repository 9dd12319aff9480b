"""Training of the resolver: annotated documents become examples, examples weights, held-out answers scores."""
