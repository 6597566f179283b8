namespace Tapir.Artifacts;

/// <summary>What a failed request to the blob service means for whoever made it.</summary>
internal enum BlobFaultKind
{
    /// <summary>The service is there and has answered: a condition does not hold, there is nothing of that name.</summary>
    Answer,

    /// <summary>No answer, or one that says to try again: the network, an overloaded or restarting service.</summary>
    Away,

    /// <summary>The credential is not, or no longer, accepted.</summary>
    Refused,

    /// <summary>The service does not accept the request as such.</summary>
    Unusable,
}
