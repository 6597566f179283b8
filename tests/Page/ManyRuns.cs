using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Tapir.EndToEnd;

namespace Tapir.Page;

/// <summary>A state folder as it is after ten thousand runs: one was made, the others are its copies in the hub and on disk.</summary>
internal static class ManyRuns
{
    public const int Count = 10_000;

    // As many as a few pages show are whole; of the older ones, nothing but that they failed or were cancelled is kept, or making them would take minutes.
    private const int Whole = 150;

    private const string Columns = "execution_id, name, version, created, updated, completed, scheduled, turn, losses, parked, history_length, history_bytes, parent_id, parent, tags, trace, orchestration_trace, failure, input";

    public static void Make(TapirProgram program)
    {
        program.RunTiny().AssertExitCode(0);
        string runs = Path.Combine(program.State, "runs");
        JsonNode record = JsonNode.Parse(File.ReadAllText(Path.Combine(runs, "tiny-1", "run.json")))!;
        DateTimeOffset first = record["createdAt"]!.GetValue<DateTimeOffset>();
        using SqliteConnection hub = TamperedHub.Open(program);
        using SqliteTransaction all = hub.BeginTransaction();
        for (int number = 2; number <= Count; number++)
        {
            string id = $"tiny-{number}";
            record["id"] = id;
            record["createdAt"] = first.AddSeconds(number);
            Directory.CreateDirectory(Path.Combine(runs, id));
            File.WriteAllText(Path.Combine(runs, id, "run.json"), record.ToJsonString());
            string end = number > Count - Whole ? "status, custom_status, output" : $"{(number % 3 == 0 ? 3 : 5)}, NULL, NULL";
            hub.Execute(
                $"INSERT INTO instances (key, id, status, custom_status, output, {Columns}) SELECT (SELECT max(key) FROM instances) + 1, @id, {end}, {Columns} FROM instances WHERE id = 'tiny-1'",
                new { id },
                all);
        }

        TamperedHub.Seal(hub, all);
        all.Commit();
    }
}
