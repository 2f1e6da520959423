"""Operations in situations where they fail, with the error and the text that clients compare."""
