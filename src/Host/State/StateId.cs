using System.Text;
using Tapir.Artifacts;

namespace Tapir.Host.State;

/// <summary>What a state folder is called by others, such as backups: made once, and kept by a folder that is restored from one.</summary>
internal static class StateId
{
    /// <value>The file of <see cref="Of"/>.</value>
    public const string IdFile = "state.id";

    /// <value>The file of <see cref="LeaseOf"/>.</value>
    public const string LeaseFile = "store.lease";

    /// <summary>The id: 32 hexadecimal digits.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static string Of(StateFolder state) => Read(state, IdFile).ToString("n");

    /// <summary>By what a shared artifact store tells this folder from copies of it, such as one restored from its backup: never copied.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static Guid LeaseOf(StateFolder state) => Read(state, LeaseFile);

    private static Guid Read(StateFolder state, string name)
    {
        string path = Path.Combine(state.Root, name);
        try
        {
            if (!File.Exists(path))
            {
                // Where another process is first, its id holds.
                DurableFile.TryCreate(path, Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("n")));
            }

            return Guid.TryParseExact(File.ReadAllText(path).Trim(), "N", out Guid id)
                ? id
                : throw new StateException($"'{path}' is damaged. Remove it, and the folder gets another; to backups and shared stores it is another folder then.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The state folder '{state.Root}' cannot be written: {problem.Message} Make room, or mend its permissions.", problem);
        }
    }
}
