"""The pure core: values, rules and services; no framework, driver, clock or network of its own."""
