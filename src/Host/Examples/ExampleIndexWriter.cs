using Microsoft.Data.Sqlite;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Judging;

namespace Tapir.Host.Examples;

/// <summary>Writes an index of examples row by row; memory does not grow with it.</summary>
internal sealed class ExampleIndexWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteTransaction all;
    private readonly SqliteCommand addExample;
    private readonly SqliteCommand addAnswer;
    private readonly SqliteCommand addHard;
    private readonly SqliteCommand addTrained;
    private readonly SqliteCommand findExample;
    private readonly Dictionary<string, long> tasks = new(StringComparer.Ordinal);
    private long lastExample;

    public ExampleIndexWriter(string path)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(ExampleTables.Create);
        all = connection.BeginTransaction();
        addExample = Prepare("INSERT INTO examples VALUES (@id, @name, @task, @family, @level, @parent, @instruction, @response, @exact)", "@id", "@name", "@task", "@family", "@level", "@parent", "@instruction", "@response", "@exact");
        addAnswer = Prepare("INSERT INTO answers VALUES (NULL, @student, @example, @text, @teacher, @score, @unscored, @exact)", "@student", "@example", "@text", "@teacher", "@score", "@unscored", "@exact");
        addHard = Prepare("INSERT OR IGNORE INTO hard SELECT @round, id FROM examples WHERE name = @name", "@round", "@name");
        addTrained = Prepare("INSERT OR IGNORE INTO trained SELECT @round, id, @weight FROM examples WHERE name = @name", "@round", "@name", "@weight");
        findExample = Prepare("SELECT id, family, instruction, response FROM examples WHERE name = @name", "@name");
    }

    /// <summary>Adds the next example: those of the pool in its order, then those that are held out.</summary>
    public void Add(Example example)
    {
        Run(
            addExample, ++lastExample, example.Id, TaskOf(example.Task.Name), example.Family, example.Level, example.ParentId, example.Instruction, example.Response, ExactGrade.OfTeacher(example));
    }

    /// <summary>Says that all examples were added: from now on they are found by name.</summary>
    public void EndExamples() => Execute(ExampleTables.IndexExamples);

    /// <summary>Adds a judged answer. One to an example that the pool lacks is passed over.</summary>
    /// <param name="student">Who answered: r of S_r.</param>
    public void Add(int student, ScoredAnswer answer)
    {
        if (Find(answer.Id) is not ({ } id, { } example))
        {
            return;
        }

        Scored? scored = answer.Judgement as Scored;
        Run(
            addAnswer, student, id, answer.Answer, scored?.Teacher.Value, scored?.Student.Value, (answer.Judgement as Unscored)?.Reason, ExactGrade.Of(example, answer.Answer));
    }

    /// <summary>Adds an answer to a held-out example.</summary>
    /// <inheritdoc cref="Add(int, ScoredAnswer)"/>
    public void Add(int student, GradedAnswer answer)
    {
        if (Find(answer.Id) is ({ } id, _))
        {
            Run(addAnswer, student, id, answer.Answer, null, answer.Score, null, answer.Exact);
        }
    }

    /// <summary>Says that all answers were added.</summary>
    public void EndAnswers() => Execute(ExampleTables.IndexAnswers);

    public void AddHard(int round, string name) => Run(addHard, round, name);

    public void AddTrained(int round, string name, double weight) => Run(addTrained, round, name, weight);

    /// <summary>Puts a round's examples in the order in which they are shown.</summary>
    /// <param name="before">Examples in the pool when the round began.</param>
    /// <param name="after">Examples in it when the round ended.</param>
    /// <param name="pool">Examples in the last pool; those after it are held out.</param>
    public void AddRound(int round, long before, long after, long pool)
    {
        Execute(ExampleTables.AddJudged, ("@round", round), ("@pool", pool), ("@low", JudgeBounds.Low), ("@high", JudgeBounds.High), ("@moved", JudgeBounds.Moved));
        Execute(ExampleTables.AddNew, ("@round", round), ("@from", before), ("@to", after));
        Execute(ExampleTables.AddHeldOut, ("@round", round), ("@pool", pool));
    }

    /// <summary>How many items there are, all rounds together.</summary>
    public long CountItems()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(id), 0) FROM items";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Lets some items be found by their texts.</summary>
    public void AddToSearch(long from, long to) => Execute(ExampleTables.AddToSearch, ("@from", from), ("@to", to), ("@gap", "\n\n"));

    /// <summary>Ends the index.</summary>
    public void Finish(double threshold, string planner)
    {
        Execute(ExampleTables.Finish);
        Execute("INSERT INTO facts VALUES ('threshold', @threshold), ('planner', @planner)", ("@threshold", threshold), ("@planner", planner));
        all.Commit();
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { addExample, addAnswer, addHard, addTrained, findExample })
        {
            command.Dispose();
        }

        all.Dispose();
        connection.Dispose();
    }

    private (long? Id, Example? Example) Find(string name)
    {
        findExample.Parameters[0].Value = name;
        using SqliteDataReader row = findExample.ExecuteReader();
        return row.Read()
            ? (row.GetInt64(0), new Example(name, row.GetString(2), row.GetString(3), default, row.IsDBNull(1) ? null : row.GetString(1), Level: null, Origin: "", ParentId: null))
            : (null, null);
    }

    private long TaskOf(string name)
    {
        if (!tasks.TryGetValue(name, out long id))
        {
            id = tasks.Count + 1;
            tasks.Add(name, id);
            Execute("INSERT INTO tasks VALUES (@id, @name)", ("@id", id), ("@name", name));
        }

        return id;
    }

    private SqliteCommand Prepare(string sql, params string[] names)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params object?[] values)
    {
        for (int at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    private void Execute(string sql, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
