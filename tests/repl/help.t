# What help says.
> help near
near: List the words closest to a word or an expression.

usage: near <expression> [--mul] [--keep-inputs] [--without EXPRESSION] [-n N] [-m NAME] [-r N] [--match REGEX] [--in FILE] [--places] [--not FILE]
also called: nn similar

An expression adds and subtracts words, with weights and parentheses: king -
man + woman, 0.5*hot + 0.5*cold. Minus has a space on both sides. A phrase of
several words stands in quotes.
Cosine equals gensim's most_similar: every word's row at unit length, the
words of the question left out. euclidean and dot compare the raw rows with
the weighted sum of raw rows.
The verb may be left out: a line that is one word or an expression means near;
=word asks for a word that is also a verb.

arguments
  expression           a word, or words with + - and weights

options
  --mul                multiply cosines (3CosMul) instead of adding
  --keep-inputs        list the words of the question too
  --without EXPRESSION  take the direction of a word or an expression out of the question; several with ", " between
  -n, --count N        how many to list [10]
  -m, --metric NAME    the measure: cosine, euclidean (raw rows) or dot (raw rows) [cosine]
  -r, --max-rank N     only the most frequent N words; 0 = all [0]
  --match REGEX        only words that match the POSIX extended expression
  --in FILE            only words of this list: a file, a list that ships, or @set
  --places             also the place of each word in the vocabulary, 1 = most frequent
  --not FILE           no words of this list

examples
  near king -n 5                             # the five nearest words
  king - man + woman                         # the verb may be left out
  near paris --metric euclidean -n 3         # by distance of the raw rows
  near rock --without music -n 5             # the other meaning
  near running --match '^[a-z]+ed$' -n 5     # only words that end in ed
> help analogy
analogy: Answer a : b :: c, "a is to b as c is to …".

usage: analogy <a : b :: c> [--mul] [--keep-inputs] [--without EXPRESSION] [-n N] [-m NAME] [-r N] [--match REGEX] [--in FILE] [--places] [--not FILE]

The same as b - a + c (3CosAdd), or with --mul the multiplicative form 3CosMul
of Levy and Goldberg (2014) with ε = 1e-6. The three words of the question
are left out of the answers, as everywhere in the field; --keep-inputs shows
what that hides.
The verb may be left out.

arguments
  a : b :: c           three words

options
  --mul                multiply cosines (3CosMul) instead of adding
  --keep-inputs        list the words of the question too
  --without EXPRESSION  take the direction of a word or an expression out of the question; several with ", " between
  -n, --count N        how many to list [10]
  -m, --metric NAME    the measure: cosine, euclidean (raw rows) or dot (raw rows) [cosine]
  -r, --max-rank N     only the most frequent N words; 0 = all [0]
  --match REGEX        only words that match the POSIX extended expression
  --in FILE            only words of this list: a file, a list that ships, or @set
  --places             also the place of each word in the vocabulary, 1 = most frequent
  --not FILE           no words of this list

examples
  paris : france :: rome                     # capitals: italy
  man : king :: woman -n 3 --mul             # 3CosMul
  man : king :: woman --keep-inputs -n 3     # with the words that are left out otherwise
> help sim
sim: Compare words: every pair of them.

usage: sim <word>… [-m NAME] [--relative] [--sets]
also called: distance similarity

With more than two words a terminal shows a matrix; programs get one line a
pair.

arguments
  word                 two words or more

options
  -m, --metric NAME    the measure: cosine, euclidean (raw rows) or dot (raw rows) [cosine]
  --relative           also the cosine in relation to the ten nearest of the first word
  --sets               compare sets, named by let: the cosine of their means of raw rows

examples
  sim king queen                             # one pair
  sim cat dog car truck                      # a matrix
  sim king queen --metric euclidean          # the distance of the raw rows
> help odd
odd: Which word does not fit? The odd one first.

usage: odd <word>… [--places]
also called: doesnt-match

Each word is compared with the mean of all of them; the one farthest from it
is the odd one.

arguments
  word                 three words or more

options
  --places             also the place of each word in the vocabulary, 1 = most frequent

examples
  odd breakfast lunch dinner cereal          # cereal is no meal
  odd red green blue car                     # car is no colour
> help rank
rank: At which place among the neighbours of A does B stand?

usage: rank <word>… [-n N] [-m NAME] [-r N] [--match REGEX] [--in FILE] [--places] [--not FILE]

1 means that no word is closer to A than B. The rank of A from B may differ.

arguments
  word                 two words

options
  -n, --count N        how many to list [10]
  -m, --metric NAME    the measure: cosine, euclidean (raw rows) or dot (raw rows) [cosine]
  -r, --max-rank N     only the most frequent N words; 0 = all [0]
  --match REGEX        only words that match the POSIX extended expression
  --in FILE            only words of this list: a file, a list that ships, or @set
  --places             also the place of each word in the vocabulary, 1 = most frequent
  --not FILE           no words of this list

examples
  rank king queen                            # how close is queen, counted in words?
  rank king banana --max-rank 10000          # among the most frequent 10,000 words
> help find
find: Look words up in the vocabulary, the most frequent first.

usage: find <pattern> [-n N] [-m NAME] [-r N] [--match REGEX] [--in FILE] [--places] [--not FILE]

TEXT lists the words that start with it, TEXT~ those that are like it (equal,
starts with, contains, letters in order, at most two typing errors), ^REGEX
those that match a POSIX extended regular expression. The rank is the place in
the vocabulary, 1 = most frequent.

arguments
  pattern              a beginning, ^regex, or word~

options
  -n, --count N        how many to list [10]
  -m, --metric NAME    the measure: cosine, euclidean (raw rows) or dot (raw rows) [cosine]
  -r, --max-rank N     only the most frequent N words; 0 = all [0]
  --match REGEX        only words that match the POSIX extended expression
  --in FILE            only words of this list: a file, a list that ships, or @set
  --places             also the place of each word in the vocabulary, 1 = most frequent
  --not FILE           no words of this list

examples
  find quee                                  # words that start with quee
  find ^un.*able$ -n 5                       # a regular expression
  find recieve~ -n 3                         # a word that is not spelled like this
> help vec
vec: Print the numbers of a word or an expression.

usage: vec <expression> [--unit] [--mean]
also called: vector

A word's row is given as the model holds it; an expression is the weighted sum
of raw rows.

arguments
  expression           a word, or words with + - and weights

options
  --unit               scale to length 1
  --mean               the mean of the words at length 1, by weight, instead of the sum

examples
  vec king --unit                            # the direction of king
  vec king + 2*queen --mean                  # between the two, nearer to queen
> help plot
plot: Draw words as points: a map by principal components.

usage: plot [word]… [-n N] [--of WORDS] [--fit WORDS] [--by HOW] [-c X,Y] [--width W] [--height H]

With three words or more the map shows them alone; with fewer it shows the
most frequent words of the model and puts the given ones in. Rows are scaled
to length 1 first. A terminal gets a picture, programs get x, y and word;
"write map.svg" keeps the picture. With --plain it is told in words. Names of
yours (let) stand where the axes of the other words put them. --of puts the
given words into another set than the frequent ones, --fit shows them on the
components of other words.

arguments
  word                 what to draw; none = the most frequent words

options
  -n, --count N        how many frequent words make the map [2000]
  --of WORDS           frequent, marks, answer, everything, @SET or a FILE of words [frequent]
  --fit WORDS          the words whose components are the axes; the same names
  --by HOW             principal components, t-SNE or UMAP [pca]
  -c, --components X,Y  which principal components [1,2]
  --width W            cells across [80]
  --height H           cells down [22]

examples
  plot king queen man woman boy girl         # six words
  plot -n 500                                # the 500 most frequent words
  plot cat dog paris rome --fit frequent     # four words where they are among all
> help info
info: Say what is known of the model, or of a word.

usage: info [word]

Of the model: where it came from, its shape, its size, what loading repaired.
Of a word: its rank (1 = most frequent) and the length of its row.

arguments
  word                 leave it out for the model

examples
  info                                       # the model
  info king                                  # a word
> help export
export: Write the model to a file, whole or in part.

usage: export <file> [--format NAME] [--words FILE] [--top N] [--int8] [--force]
also called: save

The format follows the file's name, or --format. The file appears whole or not
at all; one that exists is kept unless --force.

arguments
  file                 where to

options
  --format NAME        the format, when the name does not say it
  --words FILE         only the words of this list, one a line
  --top N              only the most frequent N words
  --int8               one byte a number and a scale a row (safetensors)
  --force              replace a file that exists

examples
  export top1000.txt --format glove-text --top 1000 --force # the most frequent words as GloVe text

formats
  word2vec-binary      words and 32-bit numbers, as word2vec, gensim and GoogleNews have them
  word2vec-text        one word and its numbers a line, below a line with rows and dimensions
  projector            numbers in vectors.tsv, words in metadata.tsv beside it
  glove-text           one word and its numbers a line, nothing above them
  fasttext-binary      a fastText model: unknown words get a vector from their sub-words
  npy                  a NumPy array; the words, one a line, in NAME.vocab beside it, or inside an .npz; else row numbers
  safetensors          vecscope's own: everything in one file; or the embedding layer of a language model, its tokenizer beside it; --int8 for a small one
> help set
set: Show the settings, or change one.

usage: set [setting] [value]

The configuration file holds lines of this command:
$XDG_CONFIG_HOME/vecscope/config.

arguments
  setting              which one; none = list them all
  value                its new value

examples
  set                                        # all settings
  set count 20                               # list twenty words from now on
> help write
write: Write the last answer, or a picture of the screen, to a file.

usage: write <file> [--force] [--screen]

The form follows the name: .csv .tsv .json .md .txt for the answer, .svg .png
.html for a picture. On the screen a picture is what its large pane shows,
with --screen everything (also as .txt). Of a map .svg and .png hold points
and words in their own coordinates, with axes and a caption. PNG needs
librsvg.

arguments
  file                 where to

options
  --force              replace a file that exists
  --screen             the whole screen as it is

examples
  write answer.csv --force                   # the last table
> help q
quit: Leave.

usage: quit
also called: exit q
