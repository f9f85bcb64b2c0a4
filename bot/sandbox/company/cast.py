"""The sixty people of the invented company. Whoever manages others stands above them.

The first twelve are a small company by themselves: a smaller company keeps them.
"""

PEOPLE = """
U0NOOR    | Noor Haddad       | Managing director     | -             | Europe/Berlin    | DE | -        | leadership
U0GRACE   | Grace Lindqvist   | Head of platform      | Platform      | Europe/Berlin    | DE | U0NOOR   | manager
U0PRIYA   | Priya Raman       | Head of product       | Product       | Europe/London    | GB | U0NOOR   | manager
U0SAMUEL  | Samuel Adeyemi    | Head of care          | Customer care | America/New_York | US | U0NOOR   | manager
U0INGRID  | Ingrid Solberg    | People partner        | People        | Europe/Berlin    | DE | U0NOOR   | hr
U0TOMAS   | Tomas Silva       | Site engineer         | Platform      | Europe/London    | GB | U0GRACE  | admin
U0ADA     | Ada Okafor        | Engineer              | Platform      | Europe/London    | GB | U0GRACE  | employee
U0KENJI   | Kenji Tanaka      | Head of mobile        | Mobile        | Asia/Tokyo       | JP | U0GRACE  | manager
U0MALLORY | Mallory Quinn     | Designer              | Product       | America/New_York | US | U0PRIYA  | employee
U0LUCA    | Luca Moretti      | Researcher            | Product       | Europe/Berlin    | DE | U0PRIYA  | employee
U0ELIF    | Elif Kaya         | Care specialist       | Customer care | Europe/Berlin    | DE | U0SAMUEL | employee
U0ROSA    | Rosa Delgado      | Care trainer          | Customer care | America/New_York | US | U0SAMUEL | employee
U0VICTOR  | Victor Lang       | Head of sales         | Sales         | Europe/London    | GB | U0NOOR   | manager
U0CLAIRE  | Claire Dubois     | Head of finance       | Finance       | Europe/Paris     | FR | U0NOOR   | manager
U0ANDERS  | Anders Berg       | Head of operations    | Operations    | Europe/Berlin    | DE | U0NOOR   | manager
U0MARTA   | Marta Nowak       | People coordinator    | People        | Europe/Berlin    | DE | U0INGRID | employee
U0ELENA   | Elena Petrova     | Reliability engineer  | Platform      | Europe/Berlin    | DE | U0GRACE  | employee
U0AMARA   | Amara Nwosu       | Engineer              | Platform      | Europe/London    | GB | U0GRACE  | employee
U0CHIARA  | Chiara Ferrari    | Engineer              | Platform      | Europe/Berlin    | DE | U0GRACE  | employee
U0JONAS   | Jonas Weber       | Senior engineer       | Platform      | Europe/Berlin    | DE | U0GRACE  | employee
U0PAVEL   | Pavel Novak       | Data engineer         | Platform      | Europe/Prague    | CZ | U0GRACE  | employee
U0OSKAR   | Oskar Lund        | Engineer              | Platform      | Europe/Stockholm | SE | U0GRACE  | employee
U0FARID   | Farid Rahimi      | Product manager       | Product       | Europe/London    | GB | U0PRIYA  | employee
U0NADIA   | Nadia Osei        | Product manager       | Product       | Europe/London    | GB | U0PRIYA  | employee
U0OLIVIA  | Olivia Hart       | Designer              | Product       | Europe/London    | GB | U0PRIYA  | employee
U0BEN     | Ben Carter        | Analyst               | Product       | Europe/London    | GB | U0PRIYA  | employee
U0GRETA   | Greta Hoffmann    | Writer                | Product       | Europe/Berlin    | DE | U0PRIYA  | employee
U0IVAN    | Ivan Dube         | Researcher            | Product       | Europe/London    | GB | U0PRIYA  | employee
U0HANA    | Hana Ito          | Mobile engineer       | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0SORA    | Sora Nakamura     | Mobile engineer       | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0YUKI    | Yuki Mori         | Tester                | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0RIN     | Rin Kobayashi     | Mobile engineer       | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0TAKUMI  | Takumi Saito      | Designer              | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0AOI     | Aoi Fujita        | Mobile engineer       | Mobile        | Asia/Tokyo       | JP | U0KENJI  | employee
U0MARCUS  | Marcus Bell       | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0DENISE  | Denise Wright     | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0CARLOS  | Carlos Vega       | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0HANNAH  | Hannah Cole       | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0TYLER   | Tyler Brooks      | Care engineer         | Customer care | America/New_York | US | U0SAMUEL | employee
U0ANA     | Ana Castillo      | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0JOY     | Joy Kim           | Care specialist       | Customer care | America/New_York | US | U0SAMUEL | employee
U0SOFIA   | Sofia Marin       | Account manager       | Sales         | Europe/Madrid    | ES | U0VICTOR | employee
U0DIEGO   | Diego Ramos       | Account manager       | Sales         | Europe/Madrid    | ES | U0VICTOR | employee
U0EMILY   | Emily Stone       | Account manager       | Sales         | Europe/London    | GB | U0VICTOR | employee
U0RAJ     | Raj Kumar         | Account manager       | Sales         | Europe/London    | GB | U0VICTOR | employee
U0LUCIE   | Lucie Moreau      | Account manager       | Sales         | Europe/Paris     | FR | U0VICTOR | employee
U0PETER   | Peter Jansen      | Sales engineer        | Sales         | Europe/Amsterdam | NL | U0VICTOR | employee
U0FATIMA  | Fatima Zahra      | Account manager       | Sales         | Europe/Paris     | FR | U0VICTOR | employee
U0LIAM    | Liam Byrne        | Sales assistant       | Sales         | Europe/Dublin    | IE | U0VICTOR | employee
U0MARTIN  | Martin Koch       | Accountant            | Finance       | Europe/Berlin    | DE | U0CLAIRE | employee
U0WEI     | Wei Chen          | Controller            | Finance       | Europe/London    | GB | U0CLAIRE | employee
U0ZOE     | Zoe Adams         | Accountant            | Finance       | Europe/London    | GB | U0CLAIRE | employee
U0STEFAN  | Stefan Rossi      | Buyer                 | Finance       | Europe/Rome      | IT | U0CLAIRE | employee
U0IRIS    | Iris Visser       | Accountant            | Finance       | Europe/Amsterdam | NL | U0CLAIRE | employee
U0BIRGIT  | Birgit Vogel      | Office lead           | Operations    | Europe/Berlin    | DE | U0ANDERS | employee
U0MATEO   | Mateo Santos      | Security engineer     | Operations    | Europe/Lisbon    | PT | U0ANDERS | employee
U0PETRA   | Petra Almeida     | Support engineer      | Operations    | Europe/Lisbon    | PT | U0ANDERS | employee
U0OMAR    | Omar Farouk       | Support engineer      | Operations    | Europe/London    | GB | U0ANDERS | employee
U0JAMILA  | Jamila Park       | Office coordinator    | Operations    | Europe/London    | GB | U0ANDERS | employee
U0KOFI    | Kofi Mensah       | Security engineer     | Operations    | Europe/London    | GB | U0ANDERS | employee
"""  # noqa: E501
# What people beyond the sixty are called.
FIRST = "Amir Bruno Celia Dmitri Esther Felix Gloria Hugo Irene Jakob Koji Leila Milo Nina Otto Paula"
LAST = "Almeida Bauer Costa Dahl Engel Fischer Gallo Horvat Ivanov Jensen Klein Lopez Meyer Nagy Olsen"
