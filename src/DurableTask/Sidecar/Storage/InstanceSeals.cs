using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Keeps the checksums of instances: looked at when a row is read, made anew once for each operation that changed it.</summary>
/// <remarks>A row is looked at before it is changed for the first time, so that no change makes a damaged row look whole.</remarks>
internal sealed class InstanceSeals(SqliteConnection connection) : IDisposable
{
    private readonly Statement check = new(connection, $"SELECT checksum IS {RowSums.Instance} FROM instances WHERE key = $1");
    private readonly Statement seal = new(connection, $"UPDATE instances SET checksum = {RowSums.Instance} WHERE key = $1");
    private readonly HashSet<long> seen = [];
    private readonly HashSet<long> changed = [];

    /// <summary>Notes that a row was read, and whether its checksum was right.</summary>
    /// <exception cref="DamagedRowException">It was not.</exception>
    public void See(long key, bool isWhole)
    {
        if (!isWhole && !changed.Contains(key))
        {
            throw new DamagedRowException("instances", key, key);
        }

        seen.Add(key);
    }

    /// <summary>Has to be called before a row is changed.</summary>
    /// <exception cref="DamagedRowException">It is damaged.</exception>
    public void Change(long key)
    {
        if (!seen.Contains(key) && !changed.Contains(key))
        {
            using SqliteDataReader reader = check.Query(key);
            if (reader.Read() && reader.GetInt64(0) == 0)
            {
                throw new DamagedRowException("instances", key, key);
            }
        }

        changed.Add(key);
    }

    /// <summary>The row is new: there is nothing to look at.</summary>
    public void Create(long key) => changed.Add(key);

    /// <summary>Makes the checksums of all rows that were changed.</summary>
    public void Seal()
    {
        foreach (long key in changed)
        {
            seal.Run(key);
        }

        Forget();
    }

    public void Forget()
    {
        seen.Clear();
        changed.Clear();
    }

    public void Dispose()
    {
        check.Dispose();
        seal.Dispose();
    }
}
