"""What a plan still lacks: advice while it is written, and what stands in the way of a proposal."""
