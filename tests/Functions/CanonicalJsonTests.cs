using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class CanonicalJsonTests
{
    private static readonly string[] Oddities = ["", "ü", "日本", "\"", "\\", "\n", "😀", "<b>", "artifact:sha256:", "\u007f", "\u2028"];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char['a', 'f'], 0, 3], Gen.Int[0, Oddities.Length - 1].Select(i => Oddities[i]));

    private static readonly Gen<JsonNode?> Json = Tree(3);

    [TestMethod]
    public void Of_KeysInAnyOrder_IsTheSameText() =>
        Gen.Select(Json, Gen.Int).Sample((json, seed) => CanonicalJson.Of(Write(json)) == CanonicalJson.Of(Write(Shuffle(json, new Random(seed)))));

    [TestMethod]
    public void Of_AnyJson_IsTheSameValueAndStaysAsItIs() =>
        Json.Sample(json =>
        {
            string canonical = CanonicalJson.Of(Write(json));
            return JsonNode.DeepEquals(JsonNode.Parse(canonical), JsonNode.Parse(Write(json))) && CanonicalJson.Of(canonical) == canonical;
        });

    [TestMethod]
    public void Of_DifferentValues_AreDifferentTexts() =>
        Gen.Select(Json, Json).Sample((left, right) =>
            JsonNode.DeepEquals(left, right) == (CanonicalJson.Of(Write(left)) == CanonicalJson.Of(Write(right))));

    [TestMethod]
    [DataRow("{ \"b\" : [ 1 , 2.50 ] ,\n \"a\" : { } }", "{\"a\":{},\"b\":[1,2.5]}")]
    [DataRow("{\"B\":1,\"a\":2,\"$type\":3}", "{\"$type\":3,\"B\":1,\"a\":2}")]
    [DataRow("\"\\u00e9\\u3042\\/\"", "\"éあ/\"")]
    public void Of_WhiteSpaceAndEscapes_AreGone(string json, string expected) => Assert.AreEqual(expected, CanonicalJson.Of(json));

    [TestMethod]
    [DataRow("1", "1")]
    [DataRow("1.0", "1")]
    [DataRow("10e-1", "1")]
    [DataRow("1E+2", "100")]
    [DataRow("-0", "0")]
    [DataRow("0.000", "0")]
    [DataRow("-0.50", "-0.5")]
    [DataRow("5e-3", "0.005")]
    [DataRow("18446744073709551615", "18446744073709551615")]
    [DataRow("9007199254740993", "9007199254740993")]
    [DataRow("1e400", "1e400")]
    [DataRow("12.5e-400", "1.25e-399")]
    public void Of_Number_HasOneFormAndAllItsDigits(string number, string expected) => Assert.AreEqual(expected, CanonicalJson.Of(number));

    [TestMethod]
    public void Of_Doubles_ReadBackAsTheyWere() =>
        Gen.Double.Where(double.IsFinite).Sample(value =>
            double.Parse(CanonicalJson.Of(JsonSerializer.Serialize(value)), CultureInfo.InvariantCulture) == value);

    [TestMethod]
    public void Of_ManyWaysToWriteADecimal_AreOneText() =>
        Gen.Select(Gen.Long, Gen.Int[-40, 40], Gen.Int[0, 5]).Sample((mantissa, exponent, zeros) =>
        {
            BigInteger longer = mantissa * BigInteger.Pow(10, zeros);
            return CanonicalJson.Of($"{mantissa}e{exponent}") == CanonicalJson.Of($"{longer}.0E{exponent - zeros}");
        });

    [TestMethod]
    public void Of_KeyTwice_IsRefused()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => CanonicalJson.Of("{\"a\":1,\"b\":2,\"a\":3}"));

        StringAssert.Contains(error.Message, "'a'");
    }

    private static string Write(JsonNode? json) => json?.ToJsonString() ?? "null";

    private static Gen<JsonNode?> Tree(int depth)
    {
        Gen<JsonNode?> leaf = Gen.OneOf(
            Gen.Int[-5, 5].Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
            Text.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Const((JsonNode?)null));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<JsonNode?> inner = Tree(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Text, inner).Array[0, 4].Select(members =>
            {
                JsonObject made = [];
                foreach ((string name, JsonNode? value) in members)
                {
                    made[name] = value?.DeepClone();
                }

                return (JsonNode?)made;
            }));
    }

    private static JsonNode? Shuffle(JsonNode? json, Random random) => json switch
    {
        JsonObject members => Shuffled(members, random),
        JsonArray items => new JsonArray([.. items.Select(item => Shuffle(item, random))]),
        _ => json?.DeepClone(),
    };

    private static JsonObject Shuffled(JsonObject members, Random random)
    {
        KeyValuePair<string, JsonNode?>[] order = [.. members];
        random.Shuffle(order);
        JsonObject made = [];
        foreach ((string name, JsonNode? value) in order)
        {
            made[name] = Shuffle(value, random);
        }

        return made;
    }
}
