using Tapir.Host.Access;
using Tapir.Host.State;

namespace Tapir.Host.Sharing;

/// <summary>What workers on other machines and the machine of the state folder have in common, so that they trust each other.</summary>
internal sealed class WorkerToken
{
    private const int ShortestLength = 24;

    private readonly string secret;

    private WorkerToken(string secret) => this.secret = secret;

    /// <param name="variable">Name of the environment variable that holds it.</param>
    /// <param name="readVariable">Reads one.</param>
    /// <exception cref="StateException">It is not set, or can be guessed.</exception>
    public static WorkerToken Of(string variable, Func<string, string?> readVariable) => readVariable(variable)?.Trim() switch
    {
        null or "" => throw new StateException(
            $"Workers on other machines need a token, and the environment variable {variable} is not set. Make one, such as by `openssl rand -hex 32`, and set it here and there."),
        { Length: < ShortestLength } => throw new StateException(
            $"The token in the environment variable {variable} is shorter than {ShortestLength} characters and could be guessed. Make another, such as by `openssl rand -hex 32`."),
        { } found when found.Any(letter => letter is <= ' ' or > '~') => throw new StateException(
            $"The token in the environment variable {variable} has other characters than letters, digits and punctuation. Make another, such as by `openssl rand -hex 32`."),
        { } found => new WorkerToken(found),
    };

    /// <value>As it is sent.</value>
    public string Header => $"Bearer {secret}";

    /// <summary>Whether this is what a worker sent, in a time that does not depend on where it differs.</summary>
    public bool Is(string? header) => header is not null && KeySecret.IsSame(KeySecret.HashOf(header), KeySecret.HashOf(Header));
}
