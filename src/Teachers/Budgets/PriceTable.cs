namespace Tapir.Teachers.Budgets;

/// <summary>Prices by model name, all in one currency. A model that is not in the table has an unknown price, which is not the same as
/// none: its calls are counted in tokens only, and a run with a limit in money does not open it.</summary>
public sealed class PriceTable
{
    private readonly Dictionary<string, ModelPrice> prices;

    /// <exception cref="ArgumentException">A price is negative.</exception>
    public PriceTable(IReadOnlyDictionary<string, ModelPrice> prices)
    {
        foreach ((string model, ModelPrice price) in prices)
        {
            if (price.InputPerMillion < 0 || price.OutputPerMillion < 0)
            {
                throw new ArgumentException($"The price of {model} is negative ({price.InputPerMillion} in, {price.OutputPerMillion} out).", nameof(prices));
            }
        }

        this.prices = new Dictionary<string, ModelPrice>(prices, StringComparer.Ordinal);
    }

    public static PriceTable Empty { get; } = new(new Dictionary<string, ModelPrice>());

    /// <summary>The model's price, or null where it is not known.</summary>
    public ModelPrice? Find(string model) => prices.GetValueOrDefault(model);
}
