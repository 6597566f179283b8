namespace Tapir.Teachers.Endpoints;

/// <summary>The run has a limit in money, and the model no price: the limit could not be kept.</summary>
public sealed class PriceMissingException : RunPausedException
{
    internal PriceMissingException(string run, string model)
        : base($"Run {run} has a budget in money, and the price table does not name the model {model}. Add its price, or limit calls or tokens instead.")
    {
    }
}
