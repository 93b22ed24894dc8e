"""XPathError: an expression that cannot be read or evaluated; where it stands in a form is the caller's to say."""


class XPathError(Exception):
    """An expression that is malformed, calls what does not exist, or asks for an impossible conversion."""


# What an expression may do wrong with values nobody thought of. Anything else is a bug of ours and stays an exception.
FAILURES = (XPathError, ArithmeticError, ValueError, RecursionError)
