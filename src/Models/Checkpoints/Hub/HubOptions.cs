namespace Tapir.Models.Checkpoints.Hub;

/// <summary>Where a hub is, and how much is put up with.</summary>
public sealed record HubOptions
{
    /// <value>Default Hugging Face.</value>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <value>The NAME of the environment variable with the access token, which gated and private models need; it is sent to the endpoint's host alone. Default HF_TOKEN.</value>
    public string TokenVariable { get; init; } = "HF_TOKEN";

    /// <value>How often in a row a request may fail without a byte being won. Default 6.</value>
    public int Attempts { get; init; } = 6;

    /// <value>A connection over which nothing comes for so long is given up and made again. Default 60 seconds.</value>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>The longest time that the hub may ask to wait (429, Retry-After). Default 10 minutes.</value>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);
}
