"""The prover's reader: every case at once, by the solver z3.

    program_of(rulebase)
        |  domain        each fact: known or not, and every value it can take
        |  kleene        true, false or open, as two solver terms
        |  encode        one case: all its answers, and the truth of every node
        |  levels        the level that follows;  stopping: when the interview ends
        v
    property             what must hold; the solver looks for a case where it does not
        |  replay        a case that is found is assessed by the other readers first
        v
    verify               every property, in one report

Nothing here is imported unless the extra `verify` (z3-solver) is installed and used.
"""
