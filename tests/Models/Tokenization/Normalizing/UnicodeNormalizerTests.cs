using System.Text.Json;
using Tapir.Models.Tokenization.Normalizing;

namespace Tapir.Models.Tests.Tokenization.Normalizing;

[TestClass]
public sealed class UnicodeNormalizerTests
{
    [TestMethod]
    [DataRow("nfc")]
    [DataRow("nfd")]
    [DataRow("nfkc")]
    [DataRow("nfkd")]
    public void Normalize_MixedTexts_GivesTheReferencesForm(string form)
    {
        UnicodeNormalizer normalizer = new(Enum.Parse<UnicodeForm>(form, ignoreCase: true));

        foreach (JsonElement one in FixtureFile.Read("normal-forms.json").GetProperty("cases").EnumerateArray())
        {
            Assert.AreEqual(one.Text(form), normalizer.Normalize(one.Text("text")), $"of {one.GetProperty("text").GetRawText()}");
        }
    }

    [TestMethod]
    public void Normalize_LoneSurrogate_Stays()
    {
        Assert.AreEqual("\u00e9\ud800x", new UnicodeNormalizer(UnicodeForm.Nfc).Normalize("e\u0301\ud800x"));
    }

    [TestMethod]
    public void Normalize_TextWithNothingToChange_IsTheSameText()
    {
        const string Text = "Plain — “text” with é and 中.";

        Assert.AreSame(Text, new UnicodeNormalizer(UnicodeForm.Nfc).Normalize(Text));
    }

    [TestMethod]
    public void Lowercase_Letters_AreLowered()
    {
        Assert.AreEqual("aéσi\u0307𐐨", new LowercaseNormalizer().Normalize("AÉΣİ𐐀"));
    }
}
