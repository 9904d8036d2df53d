# A lesson with keys alone, from the list to the next step.
kept=' '
run demo
check 'it starts' sees 'Esc keys'
keys F7
check 'the list of lessons' sees 'Choose a lesson'
keys Escape
check 'its keys' sees 'Enter next'
keys Down Enter
check 'Enter begins the one that is chosen' sees 'Lesson 2 · step 1 of 6'
types ':vec orange'
keys Enter
check 'a task is solved by its answer' sees '✓ red, green, blue'
check 'with its picture beside it' sees 'Vectors'
keys Escape
check 'keys again' sees 'h hint'
keys Enter
check 'the next step' sees 'PREDICT'
keys b
check 'a letter answers' sees '▸ b'
keys s
check 's lets it be done' sees 'all of them are purples'
check 'the prediction is judged' sees 'your prediction was right'
types ':quit'
keys Enter
check 'the shell is back' sees 'shell>'
run demo
check 'another day' sees 'Esc keys'
types 'lesson 2'
keys Enter
check 'it goes on where it was left' sees 'step 2 of 6'
types 'quit'
keys Enter
check 'and back' sees 'shell>'
kept=
