"""Forms in which custom senders are told codes: one module each, and `registry` names them.

A form is chosen by `code` in an entry of TRIGGERS_FILE. There is no usual one: a code in clear is
told only to who asked for it.
"""
