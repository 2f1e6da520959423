"""Programs that write files of this repository; each has a mode that only checks them."""
