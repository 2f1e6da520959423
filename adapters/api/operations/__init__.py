"""The operations, one function each: translate in, one service call, translate out."""
