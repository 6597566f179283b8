namespace Tapir.Host.Examples;

/// <summary>The tables of an index of examples. It is derived data: made whole under another name, never changed, made again when it is gone.</summary>
/// <remarks>What a list is filtered by stands in the narrow table <c>items</c>, whose rows are in the order in which they are shown; rounds lie one after another in it. The texts
/// stand in tables of their own. The full-text index keeps no text: it has trigrams of any script, of all texts of an item in one column with a gap after each.</remarks>
internal static class ExampleTables
{
    public const string Create =
        """
        PRAGMA page_size = 8192;
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA cache_size = -65536;
        PRAGMA temp_store = FILE;
        CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE tasks (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE examples (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            task INTEGER NOT NULL,
            family TEXT,
            level INTEGER,
            parent TEXT,
            instruction TEXT NOT NULL,
            response TEXT NOT NULL,
            exact INTEGER);
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            student INTEGER NOT NULL,
            example INTEGER NOT NULL,
            text TEXT NOT NULL,
            teacher REAL,
            score REAL,
            unscored TEXT,
            exact INTEGER);
        CREATE TABLE hard (round INTEGER NOT NULL, example INTEGER NOT NULL, PRIMARY KEY (round, example)) WITHOUT ROWID;
        CREATE TABLE trained (round INTEGER NOT NULL, example INTEGER NOT NULL, weight REAL NOT NULL, PRIMARY KEY (round, example)) WITHOUT ROWID;
        CREATE TABLE items (
            id INTEGER PRIMARY KEY,
            round INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            task INTEGER NOT NULL,
            selected INTEGER NOT NULL,
            unscored INTEGER NOT NULL,
            conflict INTEGER NOT NULL,
            example INTEGER NOT NULL,
            before INTEGER,
            after INTEGER,
            earlier REAL);
        CREATE TABLE counts (round INTEGER NOT NULL, kind INTEGER NOT NULL, task INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (round, kind, task)) WITHOUT ROWID;
        CREATE TABLE judging (
            task INTEGER PRIMARY KEY,
            judged INTEGER NOT NULL,
            graded INTEGER NOT NULL,
            compared INTEGER NOT NULL,
            low INTEGER NOT NULL,
            high INTEGER NOT NULL,
            moved INTEGER NOT NULL);
        CREATE VIRTUAL TABLE search USING fts5(text, content = '', columnsize = 0, tokenize = 'trigram');
        CREATE VIRTUAL TABLE terms USING fts5vocab('search', 'row');
        """;

    public const string IndexExamples = "CREATE INDEX examples_by_name ON examples (name);";

    public const string IndexAnswers = "CREATE INDEX answers_by_student ON answers (student, example);";

    /// <summary>What was judged in a round, with the answer before it and, where it was judged again, the one after.</summary>
    public const string AddJudged =
        """
        INSERT INTO items (round, kind, task, selected, unscored, conflict, example, before, after, earlier)
        SELECT @round, 0, e.task, h.example IS NOT NULL, a.teacher IS NULL,
            (CASE WHEN a.exact = 1 AND a.score <= @low OR e.exact = 1 AND a.teacher <= @low THEN 1 ELSE 0 END)
            | (CASE WHEN a.exact = 0 AND a.score >= @high OR e.exact = 0 AND a.teacher >= @high THEN 2 ELSE 0 END)
            | (CASE WHEN abs(a.teacher - earlier.teacher) >= @moved THEN 4 ELSE 0 END),
            e.id, a.id, later.id, earlier.teacher
        FROM answers a
        JOIN examples e ON e.id = a.example
        LEFT JOIN hard h ON h.round = @round AND h.example = a.example
        LEFT JOIN answers later ON later.student = @round AND later.example = a.example
        LEFT JOIN answers earlier ON earlier.student = @round - 2 AND earlier.example = a.example
        WHERE a.student = @round - 1 AND a.example <= @pool
        ORDER BY a.example;
        """;

    /// <summary>What the teacher wrote in a round.</summary>
    public const string AddNew =
        """
        INSERT INTO items (round, kind, task, selected, unscored, conflict, example, before, after, earlier)
        SELECT @round, 1, e.task, t.example IS NOT NULL, 0, 0, e.id, NULL, later.id, NULL
        FROM examples e
        LEFT JOIN trained t ON t.round = @round AND t.example = e.id
        LEFT JOIN answers later ON later.student = @round AND later.example = e.id
        WHERE e.id > @from AND e.id <= @to
        ORDER BY e.id;
        """;

    /// <summary>What the students before and after a round were measured on.</summary>
    public const string AddHeldOut =
        """
        INSERT INTO items (round, kind, task, selected, unscored, conflict, example, before, after, earlier)
        SELECT @round, 2, e.task, 0, 0, 0, e.id, b.id, a.id, NULL
        FROM examples e
        LEFT JOIN answers b ON b.student = @round - 1 AND b.example = e.id
        LEFT JOIN answers a ON a.student = @round AND a.example = e.id
        WHERE e.id > @pool
        ORDER BY e.id;
        """;

    // Two line breaks after each text: no trigram reaches from one into the next, and the last characters of each begin one too.
    public const string AddToSearch =
        """
        INSERT INTO search (rowid, text)
        SELECT i.id, e.instruction || @gap || e.response || @gap || coalesce(b.text, '') || @gap || coalesce(a.text, '') || @gap
        FROM items i
        JOIN examples e ON e.id = i.example
        LEFT JOIN answers b ON b.id = i.before
        LEFT JOIN answers a ON a.id = i.after
        WHERE i.id > @from AND i.id <= @to
        ORDER BY i.id;
        """;

    public const string Finish =
        """
        INSERT INTO search (search) VALUES ('optimize');
        INSERT INTO counts SELECT round, kind, task, count(*) FROM items GROUP BY 1, 2, 3;
        INSERT INTO judging
        SELECT i.task, count(*), sum(b.exact IS NOT NULL OR e.exact IS NOT NULL), sum(i.earlier IS NOT NULL AND b.teacher IS NOT NULL),
            sum(i.conflict & 1 <> 0), sum(i.conflict & 2 <> 0), sum(i.conflict & 4 <> 0)
        FROM items i JOIN examples e ON e.id = i.example JOIN answers b ON b.id = i.before
        WHERE i.kind = 0 AND i.unscored = 0 GROUP BY i.task;
        CREATE INDEX items_in_conflict ON items (id) WHERE conflict <> 0;
        CREATE TABLE rounds (round INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
        INSERT INTO rounds SELECT round, min(id), max(id) FROM items GROUP BY round;
        """;
}
