//! Which country a clock is set to: a guess at where a person is that needs no request.

use crate::Region;

/// The region of an IANA time zone such as `Europe/Berlin`, by its present name or an older one.
///
/// `None` for zones of no country (`UTC`) and of places without numbers of their own.
///
/// ```
/// use passlock_phone::{Region, region_of_time_zone};
///
/// assert_eq!(region_of_time_zone("Europe/Berlin"), Region::new("DE"));
/// assert_eq!(region_of_time_zone("Asia/Calcutta"), Region::new("IN"));
/// assert_eq!(region_of_time_zone("UTC"), None);
/// ```
#[must_use]
pub fn region_of_time_zone(zone: &str) -> Option<Region> {
    let (area, city) = zone.split_once('/')?;
    let (_, cities) = ZONES.iter().find(|(name, _)| *name == area)?;
    let code = cities.split(' ').find_map(|entry| entry.strip_prefix(city).filter(|code| code.len() == 2))?;
    Region::new(code)
}

/// Every zone of the tz database (zone.tab and its links, 2025b), each with the code of its country behind it.
const ZONES: [(&str, &str); 10] = [
    (
        "Africa",
        "AbidjanCI AccraGH Addis_AbabaET AlgiersDZ AsmaraER AsmeraKE BamakoML BanguiCF BanjulGM BissauGW \
         BlantyreMW BrazzavilleCG BujumburaBI CairoEG CasablancaMA CeutaES ConakryGN DakarSN Dar_es_SalaamTZ \
         DjiboutiDJ DoualaCM El_AaiunEH FreetownSL GaboroneBW HarareZW JohannesburgZA JubaSS KampalaUG KhartoumSD \
         KigaliRW KinshasaCD LagosNG LibrevilleGA LomeTG LuandaAO LubumbashiCD LusakaZM MalaboGQ MaputoMZ \
         MaseruLS MbabaneSZ MogadishuSO MonroviaLR NairobiKE NdjamenaTD NiameyNE NouakchottMR OuagadougouBF \
         Porto-NovoBJ Sao_TomeST TimbuktuCI TripoliLY TunisTN WindhoekNA",
    ),
    (
        "America",
        "AdakUS AnchorageUS AnguillaAI AntiguaAG AraguainaBR Argentina/Buenos_AiresAR Argentina/CatamarcaAR \
         Argentina/ComodRivadaviaAR Argentina/CordobaAR Argentina/JujuyAR Argentina/La_RiojaAR \
         Argentina/MendozaAR Argentina/Rio_GallegosAR Argentina/SaltaAR Argentina/San_JuanAR Argentina/San_LuisAR \
         Argentina/TucumanAR Argentina/UshuaiaAR ArubaAW AsuncionPY AtikokanCA AtkaUS BahiaBR Bahia_BanderasMX \
         BarbadosBB BelemBR BelizeBZ Blanc-SablonCA Boa_VistaBR BogotaCO BoiseUS Buenos_AiresAR Cambridge_BayCA \
         Campo_GrandeBR CancunMX CaracasVE CatamarcaAR CayenneGF CaymanKY ChicagoUS ChihuahuaMX Ciudad_JuarezMX \
         Coral_HarbourPA CordobaAR Costa_RicaCR CoyhaiqueCL CrestonCA CuiabaBR CuracaoCW DanmarkshavnGL DawsonCA \
         Dawson_CreekCA DenverUS DetroitUS DominicaDM EdmontonCA EirunepeBR El_SalvadorSV EnsenadaMX \
         Fort_NelsonCA Fort_WayneUS FortalezaBR Glace_BayCA GodthabGL Goose_BayCA Grand_TurkTC GrenadaGD \
         GuadeloupeGP GuatemalaGT GuayaquilEC GuyanaGY HalifaxCA HavanaCU HermosilloMX Indiana/IndianapolisUS \
         Indiana/KnoxUS Indiana/MarengoUS Indiana/PetersburgUS Indiana/Tell_CityUS Indiana/VevayUS \
         Indiana/VincennesUS Indiana/WinamacUS IndianapolisUS InuvikCA IqaluitCA JamaicaJM JujuyAR JuneauUS \
         Kentucky/LouisvilleUS Kentucky/MonticelloUS Knox_INUS KralendijkBQ La_PazBO LimaPE Los_AngelesUS \
         LouisvilleUS Lower_PrincesSX MaceioBR ManaguaNI ManausBR MarigotMF MartiniqueMQ MatamorosMX MazatlanMX \
         MendozaAR MenomineeUS MeridaMX MetlakatlaUS Mexico_CityMX MiquelonPM MonctonCA MonterreyMX MontevideoUY \
         MontrealCA MontserratMS NassauBS New_YorkUS NipigonCA NomeUS NoronhaBR North_Dakota/BeulahUS \
         North_Dakota/CenterUS North_Dakota/New_SalemUS NuukGL OjinagaMX PanamaPA PangnirtungCA ParamariboSR \
         PhoenixUS Port-au-PrinceHT Port_of_SpainTT Porto_AcreBR Porto_VelhoBR Puerto_RicoPR Punta_ArenasCL \
         Rainy_RiverCA Rankin_InletCA RecifeBR ReginaCA ResoluteCA Rio_BrancoBR RosarioAR Santa_IsabelMX \
         SantaremBR SantiagoCL Santo_DomingoDO Sao_PauloBR ScoresbysundGL ShiprockUS SitkaUS St_BarthelemyBL \
         St_JohnsCA St_KittsKN St_LuciaLC St_ThomasVI St_VincentVC Swift_CurrentCA TegucigalpaHN ThuleGL \
         Thunder_BayCA TijuanaMX TorontoCA TortolaVG VancouverCA VirginPR WhitehorseCA WinnipegCA YakutatUS \
         YellowknifeCA",
    ),
    ("Antarctica", "MacquarieAU South_PoleNZ"),
    ("Arctic", "LongyearbyenSJ"),
    (
        "Asia",
        "AdenYE AlmatyKZ AmmanJO AnadyrRU AqtauKZ AqtobeKZ AshgabatTM AshkhabadTM AtyrauKZ BaghdadIQ BahrainBH \
         BakuAZ BangkokTH BarnaulRU BeirutLB BishkekKG BruneiBN CalcuttaIN ChitaRU ChoibalsanMN ChongqingCN \
         ChungkingCN ColomboLK DaccaBD DamascusSY DhakaBD DiliTL DubaiAE DushanbeTJ FamagustaCY GazaPS HarbinCN \
         HebronPS Ho_Chi_MinhVN Hong_KongHK HovdMN IrkutskRU IstanbulTR JakartaID JayapuraID JerusalemIL KabulAF \
         KamchatkaRU KarachiPK KashgarCN KathmanduNP KatmanduNP KhandygaRU KolkataIN KrasnoyarskRU Kuala_LumpurMY \
         KuchingMY KuwaitKW MacaoMO MacauMO MagadanRU MakassarID ManilaPH MuscatOM NicosiaCY NovokuznetskRU \
         NovosibirskRU OmskRU OralKZ Phnom_PenhKH PontianakID PyongyangKP QatarQA QostanayKZ QyzylordaKZ \
         RangoonMM RiyadhSA SaigonVN SakhalinRU SamarkandUZ SeoulKR ShanghaiCN SingaporeSG SrednekolymskRU \
         TaipeiTW TashkentUZ TbilisiGE TehranIR Tel_AvivIL ThimbuBT ThimphuBT TokyoJP TomskRU Ujung_PandangID \
         UlaanbaatarMN Ulan_BatorMN UrumqiCN Ust-NeraRU VientianeLA VladivostokRU YakutskRU YangonMM \
         YekaterinburgRU YerevanAM",
    ),
    (
        "Atlantic",
        "AzoresPT BermudaBM CanaryES Cape_VerdeCV FaeroeFO FaroeFO Jan_MayenDE MadeiraPT ReykjavikIS St_HelenaSH \
         StanleyFK",
    ),
    (
        "Australia",
        "ACTAU AdelaideAU BrisbaneAU Broken_HillAU CanberraAU CurrieAU DarwinAU EuclaAU HobartAU LHIAU LindemanAU \
         Lord_HoweAU MelbourneAU NSWAU NorthAU PerthAU QueenslandAU SouthAU SydneyAU TasmaniaAU VictoriaAU WestAU \
         YancowinnaAU",
    ),
    (
        "Europe",
        "AmsterdamNL AndorraAD AstrakhanRU AthensGR BelfastGB BelgradeRS BerlinDE BratislavaSK BrusselsBE \
         BucharestRO BudapestHU BusingenDE ChisinauMD CopenhagenDK DublinIE GibraltarGI GuernseyGG HelsinkiFI \
         Isle_of_ManIM IstanbulTR JerseyJE KaliningradRU KievUA KirovRU KyivUA LisbonPT LjubljanaSI LondonGB \
         LuxembourgLU MadridES MaltaMT MariehamnAX MinskBY MonacoMC MoscowRU NicosiaCY OsloNO ParisFR PodgoricaME \
         PragueCZ RigaLV RomeIT SamaraRU San_MarinoSM SarajevoBA SaratovRU SimferopolUA SkopjeMK SofiaBG \
         StockholmSE TallinnEE TiraneAL TiraspolMD UlyanovskRU UzhgorodUA VaduzLI VaticanVA ViennaAT VilniusLT \
         VolgogradRU WarsawPL ZagrebHR ZaporozhyeUA ZurichCH",
    ),
    (
        "Indian",
        "AntananarivoMG ChagosIO ChristmasCX CocosCC ComoroKM MaheSC MaldivesMV MauritiusMU MayotteYT ReunionRE",
    ),
    (
        "Pacific",
        "ApiaWS AucklandNZ BougainvillePG ChathamNZ ChuukFM EasterCL EfateVU EnderburyKI FakaofoTK FijiFJ \
         FunafutiTV GalapagosEC GambierPF GuadalcanalSB GuamGU HonoluluUS JohnstonUS KantonKI KiritimatiKI \
         KosraeFM KwajaleinMH MajuroMH MarquesasPF NauruNR NiueNU NorfolkNF NoumeaNC Pago_PagoAS PalauPW \
         PohnpeiFM PonapeSB Port_MoresbyPG RarotongaCK SaipanMP SamoaAS TahitiPF TarawaKI TongatapuTO TrukPG \
         WallisWF YapPG",
    ),
];
