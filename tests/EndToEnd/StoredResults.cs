using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.EndToEnd;

/// <summary>What lies in a result index.</summary>
internal static class StoredResults
{
    /// <summary>One result of a function, input and output as JSON.</summary>
    public static (string Key, string Input, string Output) First(TapirProgram program, string function)
    {
        using SqliteConnection connection = new($"Data Source={program.Results};Pooling=False");
        return connection.QueryFirst<(string, string, string)>("SELECT key, input, output FROM results WHERE function = @function ORDER BY key", new { function });
    }
}
