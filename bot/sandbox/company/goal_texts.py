"""What can be aimed at in the invented company.

First whose goal it is: nobody's (the company's), a team's, that of everybody with a title, or of
everybody in a line of work; then title, measure, unit, start, target, and why it matters.
"""

LINES_OF_WORK = {
    "Platform": "engineering",
    "Mobile": "engineering",
    "Operations": "engineering",
    "Product": "product",
    "Customer care": "care",
    "Sales": "sales",
}
GOALS = """
- | Customers get a real answer the same working day | share of requests answered that day | % | 62 | 90 | Renewals hang on it
- | Nobody needs us to leave the old version | customers still on the old version | customers | 140 | 20 | Two versions cost twice
Platform | Releases that nobody notices | minutes a release takes | minutes | 45 | 10 | A fix that ships today is an answer too
Mobile | The app is as good as the desk | tasks that work on a phone | tasks | 9 | 24 | Half of all visits come from phones
Product | Customers run the new reports by themselves | customers using them weekly | customers | 2 | 12 | Reports answer questions before they are asked
Customer care | First answer within half a working day | hours to the first answer | hours | 9 | 4 | Waiting is what people complain about most
People | Everyone has had a growth talk | share of people | % | 15 | 100 | It was the first wish in the survey
Sales | Renewals decided a month early | renewals decided early | % | 35 | 70 | Late decisions are half-hearted ones
Finance | The month closes in four days | days to close | days | 9 | 4 | Decisions wait for the numbers
Operations | No laptop older than four years | laptops to replace | laptops | 31 | 0 | Old ones cost an hour a week each
Head of platform | Everyone on call has a second | people who can take over | people | 2 | 5 | Nobody should carry the pager alone
Head of product | Ten interviews about reports | interviews held | interviews | 0 | 10 | We guess too much about how they are used
Head of care | One shared list of known problems | answers taken from it | % | 10 | 60 | The same question gets five different answers
Site engineer | Lower the hosting bill | bill of the month | EUR | 8200 | 6500 | It pays for a second care desk in spring
Engineer | Move databases without downtime | days since the last unplanned stop | days | 0 | 60 | Moves are what makes releases long
Designer | Reports readable on a phone | screens redrawn | screens | 0 | 8 | Half of the customers open them on the way
Care trainer | New colleagues answer alone sooner | days until the first answer alone | days | 20 | 10 | Four people join in spring
engineering | Write down how the old import works | pages reviewed | pages | 0 | 12 | Only two of us understand it
engineering | The page starts within two seconds | slowest start in a week | seconds | 5.5 | 2 | It is the first thing customers see of us
engineering | Backups that have been restored | restores tried | restores | 0 | 6 | A backup nobody restored is a hope
engineering | Fewer alarms at night | alarms a week | alarms | 14 | 3 | Tired people make mistakes
engineering | Tests that run in five minutes | minutes a run takes | minutes | 18 | 5 | Waiting breaks the thread
engineering | Retire the old search | callers left | callers | 11 | 0 | It is the last thing on the old machine
engineering | Reviews answered within a day | reviews answered in a day | % | 54 | 90 | Open reviews stop two people
engineering | Passwords out of the settings files | files cleaned | files | 0 | 23 | The audit asks for it in spring
engineering | Logs that answer questions | questions answered from logs | questions | 3 | 15 | We still guess at night
product | A panel of customers who like to answer | customers in the panel | customers | 3 | 20 | Interviews fail for want of people
product | Every screen says what to do next | screens with a next step | screens | 6 | 30 | Empty pages end visits
product | One page for each decision | decisions written up | decisions | 0 | 12 | We decide some things twice
product | Half as many settings | settings left | settings | 84 | 42 | Nobody finds the ones that matter
product | Words that people use | terms replaced | terms | 0 | 40 | Customers translate our words into theirs
product | Ship the export that was promised | steps done | steps | 0 | 9 | Three contracts name it
product | Know why trials end | ended trials asked | trials | 0 | 25 | We have opinions and no answers
product | Prices that fit on one page | plans left | plans | 7 | 3 | Sales spends an hour explaining them
care | Guides for the commonest questions | guides published | guides | 1 | 10 | Each saves about an hour a week
care | Learn the billing system | cases solved alone | cases | 0 | 15 | Only Elif can do them today
care | Callbacks that are kept | callbacks kept | % | 71 | 95 | A missed one costs three calls
care | Fewer handovers a case | handovers a case | handovers | 2.4 | 1.2 | Telling it three times is what people hate
care | Answer in the language of the customer | answers in their language | % | 40 | 75 | A third of them write in Spanish
care | Close what is older than a month | open old cases | cases | 64 | 5 | Old cases are the angry ones
care | Say thanks to those who report well | reports answered personally | reports | 0 | 30 | They find our mistakes for us
sales | Visit the ten largest customers | visits | visits | 0 | 10 | Two of them have never met us
sales | Demonstrations that begin with a question | demonstrations reviewed | demonstrations | 0 | 12 | We show too much and listen too little
sales | A partner in the north | signed partners | partners | 0 | 2 | We lose there on distance
sales | Keep the record of talks complete | talks recorded | % | 55 | 95 | Forecasts from memory are wrong
sales | Bring back three who left | customers back | customers | 0 | 3 | They left for reasons that are mended
sales | Offers within two days | days to an offer | days | 6 | 2 | The second offer rarely wins
office | Contracts found in a minute | contracts filed | contracts | 40 | 310 | The audit took a week of searching
office | Invoices without questions back | invoices queried | % | 12 | 3 | Each question delays a payment by ten days
office | One calendar for all offices | offices on it | offices | 1 | 6 | Tokyo hears of meetings after they happened
office | Fewer steps to order something | steps | steps | 14 | 5 | People buy things themselves instead
office | Everyone knows the exits | people shown round | people | 0 | 60 | It was promised after the drill
office | Expenses paid within a week | days to payment | days | 19 | 7 | People lend us their money
"""  # noqa: E501
GOOD_NOTES = """
Went as planned; the next step is booked for Tuesday.
Faster than I thought, because the groundwork from last month holds.
Two loose ends closed, and the team next door offered a hand with the third.
Good week: the number moved, and nobody had to stay late for it.
A small step, but the one everything else was waiting for.
Tried the simpler way first, and it was enough.
The customer checked it with us, which saved a round.
"""
HARD_NOTES = """
Slower this week, I was needed elsewhere. A quiet week would be enough to catch up.
Waiting for a decision on the contract; everything else is ready.
The first attempt did not work. I would like to talk about another way.
The number stands still. I know why, and wrote it down for Tuesday.
Two people left the desk this month, and this is what gives way.
"""
