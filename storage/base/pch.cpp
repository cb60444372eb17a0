// The library that carries the precompiled header needs one source file of its own.
