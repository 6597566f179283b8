using Tapir.DurableTask.Crashes.Tests.Scenarios;

namespace Tapir.DurableTask.Crashes.Tests.Campaigns;

/// <summary>Plays one scenario after another until it is told that it is enough.</summary>
internal sealed class Lane(int number, int seed)
{
    private readonly Random random = new(HashCode.Combine(seed, number));
    private volatile bool enough;

    /// <summary>What it is at; for messages.</summary>
    public string At { get; private set; } = string.Empty;

    /// <summary>How often each scenario came to the end it must have.</summary>
    public Dictionary<string, int> Played { get; } = [];

    public void Enough() => enough = true;

    public async Task PlayAsync(Stage stage)
    {
        // Each lane begins with another, so that all kinds are under way from the beginning.
        for (int next = number; !enough; next = random.Next(Scenario.All.Count))
        {
            Scenario scenario = Scenario.All[next % Scenario.All.Count];
            At = $"{scenario.Name}-{number}-{Played.Values.Sum()}";
            await scenario.PlayAsync(stage, At);
            Played[scenario.Name] = Played.GetValueOrDefault(scenario.Name) + 1;
        }
    }
}
