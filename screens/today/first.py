"""The first hour: what stands in Today of a workspace that has no client yet."""

FIRST_STEPS = """\
Welcome. This workspace is new; nothing is in it yet.

6 then n   takes on a client and makes its drop folder
6 then i   shows the files that came in, and where to put them
4 then n   writes down the first action item
2 then n   begins a conversation with a creator

?  the keys of the pane you are in     :  anything by its name
`spotlight demo` in another terminal opens a workspace full of made-up shops."""
