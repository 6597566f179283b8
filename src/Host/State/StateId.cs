using System.Text;
using Tapir.Artifacts;

namespace Tapir.Host.State;

/// <summary>What a state folder is called by others, such as backups: made once, and kept by a folder that is restored from one.</summary>
internal static class StateId
{
    /// <summary>The id: 32 hexadecimal digits.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static string Of(StateFolder state)
    {
        string path = Path.Combine(state.Root, "state.id");
        try
        {
            if (!File.Exists(path))
            {
                // Where another process is first, its id holds.
                DurableFile.TryCreate(path, Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("n")));
            }

            string id = File.ReadAllText(path).Trim();
            return Guid.TryParseExact(id, "N", out _)
                ? id
                : throw new StateException($"'{path}' is damaged. Remove it, and the folder gets a new id; its backups then count as another folder's.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The state folder '{state.Root}' cannot be written: {problem.Message} Make room, or mend its permissions.", problem);
        }
    }
}
