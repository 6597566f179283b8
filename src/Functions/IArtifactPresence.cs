namespace Tapir.Functions;

/// <summary>What this room needs to know about artifacts, which it otherwise only sees as strings <c>artifact:sha256:...</c> inside inputs and outputs.</summary>
public interface IArtifactPresence
{
    /// <summary>Whether the artifact is stored. Asked for every reference of a found result, so it has to be cheap.</summary>
    /// <param name="reference">The reference as it stands in the JSON.</param>
    /// <param name="cancellation">Stops the question.</param>
    ValueTask<bool> ExistsAsync(string reference, CancellationToken cancellation);

    /// <summary>The reference that an implementation found missing or damaged, if that is what its exception says.</summary>
    /// <returns>The reference in the same form; null for any other exception.</returns>
    string? FindLost(Exception exception);
}
