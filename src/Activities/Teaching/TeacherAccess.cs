using Tapir.Teachers.Budgets;

namespace Tapir.Activities.Teaching;

/// <summary>How a run reaches its teacher: what decides no answer and is part of no key.</summary>
/// <param name="KeyVariable">Name of the environment variable that holds the endpoint's key.</param>
/// <param name="Concurrency">Calls in flight at a time; 1 or more.</param>
/// <param name="Timeout">After which a call is given up and made again.</param>
/// <param name="Prices">What models cost.</param>
public sealed record TeacherAccess(string KeyVariable, int Concurrency, TimeSpan Timeout, PriceTable Prices)
{
    /// <value>Whether the endpoint must be on the public internet: a run's that someone else asked for.</value>
    public bool PublicOnly { get; init; }
}
