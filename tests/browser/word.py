"""What other programs put on the clipboard, and what is to become of it."""

# ruff: noqa: E501 - a line break in it would not be the one that the clipboard has

WORD = (
    """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
@list l0 {mso-list-id:1; mso-list-type:hybrid;} --></style></head>
<body lang=SV style='tab-interval:65.2pt;word-wrap:break-word'>
<!--StartFragment-->
<h1 style='mso-list:none'><span style='font-size:16.0pt;color:#2F5496'>Syfte med planen<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><span style='font-family:"Arial",sans-serif;color:red'>Planen är
<b style='mso-bidi-font-weight:normal'>gemensam</b> och <span style='font-weight:bold'>bindande</span>, och
<i>kort</i>. 3&nbsp;000 läser den.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt
"Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Boende i <a
href="https://alvhamra.example/norr"><span style='color:#0563C1'>Norra</span></a><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Hyresgäster<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>Företagare<o:p></o:p></p>
<p class=MsoNormal>Gör så här:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Ring<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><a
href="mailto:info@alvhamra.example">Skriv</a>, se <a href="#_Toc123">avsnitt 2</a><o:p></o:p></p>
<!--EndFragment--></body></html>""",
    "Syfte med planen\n\n"
    "Planen är **gemensam** och **bindande**, och *kort*. 3\u00a0000 läser den.\n\n"
    "- Boende i [Norra](https://alvhamra.example/norr)\n  - Hyresgäster\n- Företagare\n\n"
    "Gör så här:\n\n"
    "1. Ring\n2. [Skriv](mailto:info@alvhamra.example), se avsnitt 2",
)

OUTLOOK = (
    """<html><head><style>p.MsoNormal{margin:0}</style></head><body><div class=WordSection1>
<p class="MsoNormal"><span style="font-size:10.0pt">Hej!<br>Detta gäller <b><span style="color:#333">nu</span></b>:</span></p>
<ul style="margin-top:0cm" type="disc"><li class="MsoListParagraph" style="margin-left:0cm;mso-list:l0 level1 lfo1"><span
style="font-size:10.0pt">ett<o:p></o:p></span></li><li class="MsoListParagraph" style="mso-list:l0 level1 lfo1">två</li></ul>
<p class="MsoNormal"><img src="cid:image001.png" alt="logga"><o:p>&nbsp;</o:p></p></div></body></html>""",
    "Hej!\nDetta gäller **nu**:\n\n- ett\n- två",
)

GOOGLE = (
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38;margin-top:0pt"><span style="font-size:11pt;font-weight:400;font-style:normal">Vanlig </span><span
style="font-size:11pt;font-weight:700">fet</span><span style="font-style:italic"> lutad</span></p><ol style="margin-top:0"><li
dir="ltr" style="list-style-type:decimal" aria-level="1"><p dir="ltr" role="presentation"><span>ett</span></p></li><ol><li
dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>under</span></p></li></ol><li dir="ltr" aria-level="1"><p
dir="ltr" role="presentation"><span>två</span></p></li></ol></b>""",
    "Vanlig **fet** *lutad*\n\n1. ett\n   1. under\n2. två",
)

WEB_PAGE = (
    """<h2 onclick="x()">Rubrik</h2><div>Ett <script>alert(1)</script><a href="javascript:alert(1)">farlig</a> och
<a href="/lokal">lokal</a></div><table><tr><td>a</td><td>b > c style="x"</td></tr></table><p>slut style='y'</p>""",
    "Rubrik\n\nEtt farlig och lokal\n\na\n\nb > c style=\"x\"\n\nslut style='y'",
)
