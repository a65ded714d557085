/* The cards to edit: prose of the usual length, and cards that are hard to tell apart. */
#ifndef BENCH_EDITS_MATERIAL_H
#define BENCH_EDITS_MATERIAL_H

/* clang-format off */

struct material {
    const char *question, *answer;
};

static const struct material prose[] = {
    {"What does a bias do in a neuron?", "It shifts the activation function to the left or right"},
    {"What is dropout?", "During training, units are switched off at random"},
    {"Why do deep networks need a nonlinear activation?", "Without one, all layers together are a single linear map"},
    {"What is a learning rate?", "How far the weights are moved in each step"},
    {"Name the causes of the French Revolution", "Debt, hunger, privilege, and the ideas of the Enlightenment"},
    {"When did the Western Roman Empire end?", "In 476, when Romulus Augustulus was deposed"},
    {"What is photosynthesis?", "Plants make sugar and oxygen out of water, carbon dioxide and light"},
    {"Where in the cell is protein made?", "In the ribosomes"},
    {"What does the mitochondrion do?", "It gives the cell energy as ATP"},
    {"Who wrote \"Middlemarch\"?", "George Eliot, whose name was Mary Ann Evans"},
    {"What is a sonnet?", "A poem of fourteen lines, in iambic pentameter"},
    {"State Newton's second law", "The force on a body is its mass times its acceleration"},
    {"What is entropy?", "A measure of how many microscopic states look like one macroscopic state"},
    {"Why is the sky blue?", "Short waves of light are scattered more by the air than long ones"},
    {"What is a hash table?", "An array in which the place of a key is computed from the key"},
    {"What does the halting problem say?", "No program can tell of every program whether it ends"},
    {"What is a deadlock?", "Processes wait for each other in a circle, and none can go on"},
    {"What is the difference between a process and a thread?", "Threads share the memory of their process; processes share none"},
    {"What is a B-tree good for?", "Finding, adding and removing keys in few reads of a disk"},
    {"Explain supply and demand", "The price settles where as much is offered as is wanted"},
    {"What is inflation?", "Money loses worth, so that prices rise as a whole"},
    {"What did Keynes advise in a recession?", "The state should spend more than it takes"},
    {"What is the categorical imperative?", "Act only on a maxim that you could want to be a law for all"},
    {"What is Occam's razor?", "Of two explanations prefer the one that assumes less"},
    {"Describe the water cycle", "Water evaporates, forms clouds, falls as rain, and runs to the sea"},
    {"What causes the seasons?", "The axis of the Earth is tilted against its orbit"},
    {"What is a glacier?", "A body of ice that moves under its own weight"},
    {"How does a vaccine work?", "It shows the immune system a harmless part of a germ"},
    {"What is the function of the kidneys?", "They clean the blood and keep its salt and water in balance"},
    {"What is a fugue?", "A piece in which voices enter one by one with the same theme"},
    {"What is a minor third?", "An interval of three semitones"},
    {"Who painted \"The Night Watch\"?", "Rembrandt van Rijn, in Amsterdam"},
    {"What is chiaroscuro?", "Strong contrasts of light and dark in a picture"},
    {"What is a preposition?", "A word that says how a noun is related to the rest of the sentence"},
    {"What is the subjunctive for?", "What is wished, doubted, or contrary to fact"},
    {"What is opportunity cost?", "The worth of the best thing that you gave up for another"},
    {"What does a compiler do?", "It translates a program into one for a machine"},
    {"What is amortized time?", "The time of an operation on average over the worst series of them"},
    {"What is a monoid?", "A set with an associative operation and a neutral element"},
    {"State the intermediate value theorem", "A continuous function takes every value between two of its values"},
    {"What is an eigenvector?", "A vector that a linear map only stretches"},
    {"What is overfitting?", "The model has learned the noise of its examples, and fails on others"},
};

/* Command-line options that differ in one letter or word. */
static const struct material commands[] = {
    {"What does `ls -l` do?", "Lists in the long format"},
    {"What does `ls -L` do?", "Lists what links point to"},
    {"What does `ls` do?", "Lists files"},
    {"What does `ls -a` do?", "Lists all files"},
    {"What does `ls -A` do?", "Lists almost all files"},
    {"What does `git reset --soft` do?", "Moves HEAD, keeps the index and the working tree"},
    {"What does `git reset --mixed` do?", "Moves HEAD, resets the index, keeps the working tree"},
    {"What does `git reset --hard` do?", "Moves HEAD, resets the index and the working tree"},
    {"What does `git stash pop` do?", "Applies the last stash and drops it"},
    {"What does `git stash apply` do?", "Applies the last stash and keeps it"},
    {"What does `git stash drop` do?", "Drops the last stash"},
    {"What does `git branch -d` do?", "Deletes a branch that is merged"},
    {"What does `git branch -D` do?", "Deletes a branch, merged or not"},
    {"What does `grep -v` do?", "Prints the lines that do not match"},
    {"What does `grep -c` do?", "Counts the lines that match"},
    {"What does `grep -l` do?", "Prints the names of files that match"},
    {"What does `grep -L` do?", "Prints the names of files that do not match"},
    {"What does `sort -n` do?", "Sorts by number"},
    {"What does `sort -r` do?", "Sorts in reverse"},
    {"What does `sort -nr` do?", "Sorts by number in reverse"},
    {"What does `dd` do in vim?", "Deletes the line"},
    {"What does `D` do in vim?", "Deletes to the end of the line"},
    {"What does `d0` do in vim?", "Deletes to the start of the line"},
};

static const struct material vocabulary[] = {
    {"el perro grande", "the big dog"}, {"el gato grande", "the big cat"},
    {"el perro negro", "the black dog"}, {"el gato negro", "the black cat"},
    {"la casa grande", "the big house"}, {"la casa negra", "the black house"},
    {"El perro duerme en la cama", "The dog sleeps on the bed"},
    {"El gato duerme en la cama", "The cat sleeps on the bed"},
    {"El perro duerme en la silla", "The dog sleeps on the chair"},
    {"El perro come en la cocina", "The dog eats in the kitchen"},
    {"El gato come en la cocina", "The cat eats in the kitchen"},
    {"die Maus", "the mouse"}, {"das Haus", "the house"}, {"die Laus", "the louse"},
    {"das Schiff", "the ship"}, {"das Schaf", "the sheep"},
    {"der Morgen", "the morning"}, {"morgen", "tomorrow"},
    {"ein roter Hut", "a red hat"}, {"eine rote Hütte", "a red hut"},
    {"ein kleines Haus", "a small house"}, {"eine kleine Maus", "a small mouse"},
    {"das kleine Bett", "the small bed"}, {"das kleine Brett", "the small board"},
    {"er geht aus dem Haus", "he leaves the house"}, {"er geht in das Haus", "he enters the house"},
    {"yo tengo", "I have"}, {"tengo", "have, first person"}, {"yo tenía", "I had"},
};

static const struct material capitals[] = {
    {"What is the capital of the state of Ohio?", "The capital of Ohio is Columbus"},
    {"What is the capital of the state of Iowa?", "The capital of Iowa is Des Moines"},
    {"What is the capital of the state of Utah?", "The capital of Utah is Salt Lake City"},
    {"What is the capital of the state of Texas?", "The capital of Texas is Austin"},
    {"What is the capital of the state of Maine?", "The capital of Maine is Augusta"},
    {"What is the capital of the state of Alaska?", "The capital of Alaska is Juneau"},
    {"What is the capital of the state of Alabama?", "The capital of Alabama is Montgomery"},
    {"What is the capital of the state of North Dakota?", "The capital of North Dakota is Bismarck"},
    {"What is the capital of the state of South Dakota?", "The capital of South Dakota is Pierre"},
    {"What is the capital of the state of North Carolina?", "The capital of North Carolina is Raleigh"},
    {"What is the capital of the state of South Carolina?", "The capital of South Carolina is Columbia"},
    {"In which year did the state number 12 join the union?", "The state number 12 joined in 1789"},
    {"In which year did the state number 13 join the union?", "The state number 13 joined in 1790"},
};

/* Technical terms that are almost the same word. */
static const struct material terms[] = {
    {"What is hypertension?", "Blood pressure that is too high"},
    {"What is hypotension?", "Blood pressure that is too low"},
    {"What is abduction?", "Moving a limb away from the midline of the body"},
    {"What is adduction?", "Moving a limb toward the midline of the body"},
    {"What is an afferent nerve?", "One that leads to the brain"},
    {"What is an efferent nerve?", "One that leads from the brain"},
    {"What is an alkane?", "A hydrocarbon with single bonds only"},
    {"What is an alkene?", "A hydrocarbon with a double bond"},
    {"What is an alkyne?", "A hydrocarbon with a triple bond"},
    {"What is a nitrate?", "A salt of nitric acid"},
    {"What is a nitrite?", "A salt of nitrous acid"},
    {"What is mitosis?", "A cell divides into two of the same chromosomes"},
    {"What is meiosis?", "A cell divides into four of half the chromosomes"},
    {"What is sensitivity?", "The share of the ill whom a test finds"},
    {"What is specificity?", "The share of the healthy whom a test clears"},
    {"What is the L1 norm?", "The sum of the absolute values"},
    {"What is the L2 norm?", "The root of the sum of the squares"},
    {"How do you convert km to miles?", "Multiply by 0.62"},
    {"How do you convert miles to km?", "Divide by 0.62"},
    {"What is a necessary condition?", "B cannot be without A"},
    {"What is a sufficient condition?", "A cannot be without B"},
    {"What is a set in Python?", "An unordered collection without duplicates"},
    {"What is a frozen set in Python?", "An unordered and immutable collection without duplicates"},
    {"What is ionization energy?", "The energy that removes an electron from an atom"},
    {"What is electron affinity?", "The energy that an atom gives off with another electron"},
    {"Which force does a weak acid have?", "It gives few of its protons to water"},
    {"Which force does a strong acid have?", "It gives all of its protons to water"},
};

static const struct material sums[] = {
    {"7*8", "56"}, {"7*9", "63"}, {"8*8", "64"}, {"6*8", "48"}, {"6*9", "54"}, {"9*9", "81"},
    {"12*12", "144"}, {"12*13", "156"}, {"13*13", "169"}, {"What is 7 + 8?", "15"},
    {"What is 7 + 9?", "16"}, {"What is 7 - 9?", "-2"}, {"What is 9 - 7?", "2"},
    {"2^8", "256"}, {"2^9", "512"}, {"2^10", "1024"}, {"3^2", "9"}, {"3/2", "1.5"},
};

static const struct material shorts[] = {
    {"dog", "Hund"}, {"cat", "Katze"}, {"hat", "Hut"}, {"hut", "H\xc3\xbctte"}, {"bat", "Schl\xc3\xa4ger"},
    {"a", "ein"}, {"the", "der"}, {"Na", "sodium"}, {"Ne", "neon"}, {"N", "nitrogen"},
    {"\xce\xb1", "alpha"}, {"\xce\xb2", "beta"}, {"\xe2\x88\x82", "partial"}, {"\xe2\x88\x87", "nabla"},
    {"\xe6\xb0\xb4", "water"}, {"\xe6\xb0\xb7", "ice"}, {"\xe6\xb0\xb8", "eternity"}, {"\xe7\x81\xab", "fire"},
    {"\xe6\x9c\xa8", "tree"}, {"\xe6\x9c\xac", "book"},
};

static const struct material cjk[] = {
    {"日本の首都は", "東京"}, {"中国の首都は", "北京"}, {"韓国の首都は", "ソウル"},
    {"左に曲がる", "向左转"}, {"右に曲がる", "向右转"}, {"光合成とは何", "植物が光で糖を作ること"},
    {"呼吸とは何", "生物が糖から力を得ること"}, {"円安とは", "円の価値が下がること"},
    {"円高とは", "円の価値が上がること"}, {"先生", "老师"}, {"先週", "上个星期"}, {"来週", "下个星期"},
    {"大きい", "大"}, {"小さい", "小"}, {"夏目漱石の代表作は", "吾輩は猫である"},
    {"森鴎外の代表作は", "舞姫"}, {"水が凍る温度は", "摂氏零度"}, {"水が沸く温度は", "摂氏百度"},
};

static const struct material code[] = {
    {"for (int i = 0; i < n; i++) sum += a[i];", "Adds up the elements of an array"},
    {"for (int i = n - 1; i >= 0; i--) sum += a[i];", "Adds up the elements of an array from its end"},
    {"What does `x && y` mean in C?", "True where both of them are true"},
    {"What does `x || y` mean in C?", "True where one of them is true"},
    {"What does `x & y` mean in C?", "The bits that both of them have"},
    {"What does `x | y` mean in C?", "The bits that one of them has"},
    {"What does `i++` give?", "The value before it is raised"},
    {"What does `++i` give?", "The value after it is raised"},
    {"def f(*args): what is args?", "The tuple of the arguments by place"},
    {"def f(**kwargs): what is kwargs?", "The dictionary of the arguments by name"},
    {"SELECT count(*) FROM cards;", "Tells how many rows the table has"},
    {"SELECT count(id) FROM cards;", "Tells how many rows have an id"},
};

static const struct {
    struct material before, after;
} translated[] = {
    {{"What is a cell?", "The smallest living unit"}, {"Was ist eine Zelle?", "Die kleinste lebende Einheit"}},
    {{"What is a virus?", "A germ that cannot live by itself"}, {"Was ist ein Virus?", "Ein Keim, der allein nicht lebt"}},
    {{"What is an atom?", "The smallest part of an element"}, {"Was ist ein Atom?", "Der kleinste Teil eines Elements"}},
    {{"What is an ion?", "An atom with a charge"}, {"Was ist ein Ion?", "Ein Atom mit einer Ladung"}},
    {{"What is a salt?", "A compound of ions"}, {"Was ist ein Salz?", "Eine Verbindung von Ionen"}},
    {{"What is an acid?", "Something that gives off protons"}, {"Was ist eine Säure?", "Etwas, das Protonen abgibt"}},
    {{"What is a base?", "Something that takes up protons"}, {"Was ist eine Base?", "Etwas, das Protonen aufnimmt"}},
    {{"What is the pH of water?", "7"}, {"Welchen pH-Wert hat Wasser?", "7"}},
    {{"At what temperature does water boil?", "100 °C"}, {"Bei welcher Temperatur kocht Wasser?", "100 °C"}},
    {{"Who found oxygen?", "Carl Wilhelm Scheele"}, {"Wer fand den Sauerstoff?", "Carl Wilhelm Scheele"}},
    {{"What is a gene?", "A piece of DNA with a function"}, {"Was ist ein Gen?", "Ein Stück DNA mit einer Aufgabe"}},
    {{"What is an allele?", "A variant of a gene"}, {"Was ist ein Allel?", "Eine Variante eines Gens"}},
};

/* Questions and answers that many cards share. */
static const struct material generic[] = {
    {"Is ReLU convex?", "yes"}, {"Is the sigmoid convex?", "no"}, {"Is tanh odd?", "yes"},
    {"Is a tomato a fruit?", "yes"}, {"Is a whale a fish?", "no"}, {"Is glass a crystal?", "no"},
    {"Translate: the bread", "das Brot"}, {"Translate: the cheese", "der Käse"},
    {"Name this part of the flower", "The stamen"}, {"Name this part of the flower", "The pistil"},
    {"Name this part of the flower", "The sepal"}, {"Date of this painting?", "1642"},
    {"Date of this painting?", "1665"}, {"Is 7 a prime?", "yes"}, {"Is 9 a prime?", "no"},
};

static const struct material others[] = {
    {"Is a spider an insect?", "no"}, {"Is softmax a function?", "yes"}, {"Is cosine even?", "yes"},
    {"Is 11 a prime?", "yes"}, {"Is 15 a prime?", "no"}, {"Translate: the milk", "die Milch"},
    {"Translate: the butter", "die Butter"}, {"Name this part of the flower", "The petal"},
    {"Name this part of the flower", "The anther"}, {"Date of this painting?", "1889"},
    {"What is a fjord?", "A long arm of the sea between steep cliffs, made by ice"},
    {"What is a moraine?", "A heap of rock that ice has left"},
    {"What is momentum in training?", "A running mean of the gradients"},
    {"What is weight decay?", "Weights are pulled toward zero in each step"},
    {"What does an interpreter do?", "It runs a program as it reads it"},
    {"What is a linked list?", "Elements of which each knows the next"},
    {"What is a livelock?", "Processes keep reacting to each other, and none gets on"},
    {"Who wrote \"Emma\"?", "Jane Austen"},
    {"What is a major third?", "An interval of four semitones"},
    {"What is a canon?", "A piece in which voices follow each other with the same tune"},
    {"What is deflation?", "Money gains worth, and prices fall as a whole"},
    {"State Newton's third law", "Two bodies act on each other with equal and opposite forces"},
    {"What is an adverb?", "A word that says how something is done"},
    {"What is underfitting?", "The model is too simple for its examples"},
    {"What is a group?", "A monoid in which every element has an inverse"},
    {"What is a ring?", "A set with an addition and a multiplication that is distributive"},
};

/* clang-format on */

#endif
